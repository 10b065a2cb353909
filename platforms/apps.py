from django.apps import AppConfig


class PlatformsConfig(AppConfig):
    name = "platforms"

    def ready(self):
        from listing import answers

        from . import signals
        from .answers import answer_to

        signals.connect()
        answers.provide(answer_to)
