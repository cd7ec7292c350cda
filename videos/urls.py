"""Addresses of the media."""

from django.urls import path

from videos import views

urlpatterns = [
    path("upload/", views.upload, name="upload"),
    path("upload/check", views.upload_check, name="upload_check"),
    path("<int:pk>/details", views.details, name="details"),
    path("<int:pk>/poster", views.poster, name="poster"),
    path("media/<str:ticket>", views.media, name="media"),
]
