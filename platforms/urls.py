"""Addresses of the OAuth round trip (namespace `social`, as social-core expects it) and of a connection's own pages."""

from django.urls import include, path

from platforms import views

round_trip = [
    path("begin/<slug:slug>/", views.begin, name="begin"),
    path("complete/<slug:slug>/", views.complete, name="complete"),
]
urlpatterns = [
    path("connect/", include((round_trip, "social"))),
    path("connections/<int:pk>/disconnect/", views.disconnect, name="disconnect"),
    path("connections/<int:pk>/test/", views.test, name="test_connection"),
]
