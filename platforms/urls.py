"""Addresses of the OAuth round trip (namespace `social`, as social-core expects it) and of a connection's own pages."""

from django.urls import include, path

from platforms import by_hand_pages, setup, sign_in, views

round_trip = [
    path("begin/<slug:slug>/", views.begin, name="begin"),
    path("complete/<slug:slug>/", views.complete, name="complete"),
]
urlpatterns = [
    path("connect/", include((round_trip, "social"))),
    path("connect/sign-in/<slug:slug>/", sign_in.sign_in, name="sign_in"),
    path("connect/sign-in/<slug:slug>/account/", sign_in.choose, name="choose_account"),
    path("connect/by-hand/<slug:slug>/", by_hand_pages.by_hand, name="by_hand"),
    path("connect/setup/<slug:slug>/", setup.setup, name="setup"),
    path("connections/<int:pk>/test/", views.test, name="test_connection"),
]
