"""A form from a command's own model, and the command's body back from a form.

Nothing here knows a single command: the model says which fields there are, their limits and their
defaults; the catalogue says what they are called (``field.<Class>.<name>``). Names in the page are
paths (``lines.0.amount_satang``), so a form works without JavaScript. Money is typed in baht and
read as whole satang; dates are typed B.E. or C.E.; Thai digits are read like Arabic ones. What
cannot be read is left as it was typed: the model refuses it, and the person finds his own text.
"""

from api.web.forms.options import form_keys
from api.web.forms.read import messages, read_form, row_counts
from api.web.forms.show import Field, form_fields

__all__ = ["Field", "form_fields", "form_keys", "messages", "read_form", "row_counts"]
