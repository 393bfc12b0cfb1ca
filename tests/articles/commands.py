"""Commands as an operator runs them."""

from io import StringIO

from django.core.management import call_command


def publish_due(verbosity: int = 1) -> str:
    """Do what is due; return what the command prints."""
    out = StringIO()
    call_command("publish_due", verbosity=verbosity, stdout=out)
    return out.getvalue()
