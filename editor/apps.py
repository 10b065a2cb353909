from django.apps import AppConfig


class EditorConfig(AppConfig):
    name = "editor"

    def ready(self):
        from . import spreadsheets

        spreadsheets.connect()
