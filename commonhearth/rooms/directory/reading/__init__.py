"""Reading lists of groups from files: from a path to frozen records and doubts, or a named refusal.

Pure: no database, no network. A file that is broken anywhere is refused as a whole, with the line.
"""

from commonhearth.rooms.directory.reading.recognise import Reading, recognise
from commonhearth.rooms.directory.reading.records import BrokenFile, Doubt, Record, SourceCard

__all__ = ["BrokenFile", "Doubt", "Reading", "Record", "SourceCard", "recognise"]
