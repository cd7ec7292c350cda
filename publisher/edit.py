"""Edit and retry as a form: the words and options that one publication was made with, and what stands against them."""

from dataclasses import dataclass, field
from typing import Self

from django.http import QueryDict

from platforms.contract import Options, Problem, Words
from publisher.fitting.files import file_to_send
from publisher.forms import DiscardForm, KeepForm, WordsForm
from publisher.models import Publication
from publisher.wish import Wish, filled
from videos.models import Asset


@dataclass(kw_only=True)
class Edit(Wish):
    """One visit to the form. It starts with the publication's own snapshot, whatever the video's words are by now."""

    row: Publication
    discard: DiscardForm | None
    """Asked where a failed copy is on the platform: it has to be deleted first."""
    refusal: Problem | None = field(default=None)
    """What the platform said the last time, where that belongs beside no field."""

    @classmethod
    def of_publication(cls, row: Publication, given: QueryDict | None) -> Self:
        """Gather the forms: as they were sent, or as the publication has them, with what was refused beside its field."""
        platform = row.connection.platform
        own = Words(title=row.title, description=row.description, tags=tuple(row.tags))
        edit = cls(
            video=row.video,
            connection=row.connection,
            platform=platform,
            live=row,
            words=WordsForm.starting_with(own, given),
            options=row.connection.options_form(given, initial=row.options),
            keep=KeepForm({}),
            again=None,
            row=row,
            discard=DiscardForm(given) if row.remote_id else None,
        )
        if given is None:
            edit.foresee_as_it_was()
        return edit

    def foresee_as_it_was(self) -> None:
        """Fill the forms in as they were sent then, and say what would be refused of it now, and what was refused then."""
        self.words, self.options = filled(self.words), filled(self.options)
        self.foresee()
        said = Problem(code=self.row.error_code, message=self.row.error_message, fix=self.row.error_fix, field=self._refused_field)
        if said.field:
            self._place([said])
        elif said.message:
            self.refusal = said

    @property
    def _refused_field(self) -> str:
        """The word or option that was refused: the code of a refusal begins with its name ("title_refused")."""
        name = self.row.error_code.rpartition("_")[0]
        return name if name in self.words.fields or name in self.options.fields else ""

    def file(self, options: Options) -> Asset | None:
        return file_to_send(self.row, options)

    def is_valid(self) -> bool:
        """Whether every form fits, the leave to delete the copy included."""
        may_discard = self.discard is None or self.discard.is_valid()
        return super().is_valid() and may_discard
