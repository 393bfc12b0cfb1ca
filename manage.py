#!/usr/bin/env python
"""Django's command line for this site."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpcenter.settings")
    from django.core.management import execute_from_command_line

    from helpcenter.command_line import plain_refusals

    with plain_refusals():
        execute_from_command_line(sys.argv)
