"""Commonhearth: the self-hosted home of a community that owns itself.

Importing the package puts the SQLite build we ship (`pysqlite3`) in the place of the standard
library's, before Django or anything else opens a database: Debian 12's own build can corrupt a
database in WAL mode (docs/adr/0006-sqlite-by-default.md). `HEARTH_STOCK_SQLITE=1` keeps the stock
build; the settings then choose `journal_mode=DELETE`, which is slower and safe.
"""

import os
import sys

if os.environ.get("HEARTH_STOCK_SQLITE") != "1":
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:  # no wheel for this platform: the system check decides what is safe
        pass
    else:
        sys.modules["sqlite3"] = pysqlite3
        sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
