from django.urls import path

from . import views

urlpatterns = [
    path("cijfers/", views.show_figures, name="practice_figures"),
    path("cijfers/<slug:figure>.svg", views.send_drawing, name="practice_figure_svg"),
    path("cijfers/<slug:figure>.csv", views.send_table, name="practice_figure_csv"),
]
