"""Patterns: words with places to be filled in; and the defaults that words and privacy start with, of a person or of one account."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q

from platforms.models import Connection
from platforms.options import Privacy

MOST_FOOTER = 2000
MOST_NAME = 60


class PatternQuerySet(models.QuerySet["Pattern"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "PatternQuerySet":
        """Only one's own."""
        return self.filter(owner_id=user.pk)


class Pattern(models.Model):
    """One person's words with places in them. A word that is left empty stays as it would be without the pattern."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="patterns")
    name = models.CharField(max_length=MOST_NAME)
    title = models.CharField(max_length=500, blank=True)
    description = models.TextField(blank=True)
    tags = models.TextField(blank=True, help_text="Parted by commas.")
    updated_at = models.DateTimeField(auto_now=True)

    objects = PatternQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(name="one_pattern_per_name", fields=["owner", "name"])]

    def __str__(self) -> str:
        return self.name


class Beside(models.TextChoices):
    """What an account does with a default of its owner's."""

    SAME = "same", "As for all accounts"
    ADDED = "added", "These as well"
    OWN = "own", "These instead"
    NONE = "none", "None"


class WordDefaults(models.Model):
    """What a publish form starts with: for all accounts of a person, or, beside that, for one of them (`connection`)."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    connection = models.OneToOneField(Connection, null=True, blank=True, on_delete=models.CASCADE, related_name="word_defaults")
    privacy = models.CharField(max_length=10, blank=True, choices=[(each.value, each.label) for each in Privacy])
    tags = models.JSONField(default=list, blank=True)
    tags_are = models.CharField(max_length=5, choices=Beside, default=Beside.SAME)
    footer = models.TextField(blank=True, max_length=MOST_FOOTER)
    footer_is = models.CharField(max_length=5, choices=Beside, default=Beside.SAME)
    pattern = models.ForeignKey(Pattern, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_set_of_defaults_per_person", fields=["owner"], condition=Q(connection=None)),
            models.CheckConstraint(name="privacy_is_of_a_person", condition=Q(connection=None) | Q(privacy="")),
        ]

    def __str__(self) -> str:
        return f"the defaults of {self.connection or self.owner_id}"
