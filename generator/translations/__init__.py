"""Translations: gettext catalogues, the texts they translate, and what is wrong with them.

A catalogue is an ordinary `.po` file. One belongs to each contract that is translated, and three hold
our own words: those of the runtime, of the reference pages and of the target's explorer.
"""
