-- Every id of every table comes from one counter, so that no id is ever used twice.
CREATE TABLE varve_progress (
  progress INTEGER PRIMARY KEY CHECK (progress = 1),
  next_id INTEGER NOT NULL
);

INSERT INTO varve_progress (progress, next_id) VALUES (1, 1);

-- The last transaction of every writer that is open, to read back an unknown outcome.
CREATE TABLE varve_writer (
  writer INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL
);

CREATE TABLE varve_hub (
  hub INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  management_lane INTEGER NOT NULL
);

CREATE TABLE varve_function (
  function INTEGER PRIMARY KEY,
  hub INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  base TEXT NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (hub, kind, base, version)
);

-- The status row: written at the start, when the status changes and at the end.
CREATE TABLE varve_instance (
  instance INTEGER PRIMARY KEY,
  hub INTEGER NOT NULL,
  id TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  function INTEGER NOT NULL,
  status INTEGER NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  completed INTEGER,
  scheduled INTEGER,
  start_commit INTEGER NOT NULL,
  version_set TEXT NOT NULL,
  parent TEXT,
  tags TEXT,
  custom_status TEXT,
  output TEXT,
  failure BLOB,
  park_condition INTEGER,
  park_explanation TEXT,
  park_build TEXT
);

CREATE UNIQUE INDEX varve_instance_id ON varve_instance (hub, id);
CREATE INDEX varve_instance_created ON varve_instance (hub, created);
CREATE INDEX varve_instance_function ON varve_instance (function, created);
CREATE INDEX varve_instance_status ON varve_instance (function, status, created) WHERE status <> 3;
CREATE INDEX varve_instance_completed ON varve_instance (hub, completed) WHERE completed IS NOT NULL;
CREATE INDEX varve_instance_parent ON varve_instance (hub, parent, created) WHERE parent IS NOT NULL;
CREATE INDEX varve_instance_parked ON varve_instance (hub, park_condition, created) WHERE park_condition IS NOT NULL;

-- The sum over the shards counts; where several processes write, each changes one shard only.
CREATE TABLE varve_instance_count (
  function INTEGER NOT NULL,
  status INTEGER NOT NULL,
  parked INTEGER NOT NULL,
  shard INTEGER NOT NULL,
  instances INTEGER NOT NULL,
  PRIMARY KEY (function, status, parked, shard)
) WITHOUT ROWID;

CREATE TABLE varve_tag (
  hub INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  instance INTEGER NOT NULL,
  PRIMARY KEY (hub, name, value, instance)
) WITHOUT ROWID;

CREATE INDEX varve_tag_instance ON varve_tag (instance);

-- Who owns what: one narrow row per instance that has not finished.
-- not_before: no worker runs it earlier, whatever arrives: the delay of its start
-- holds: 1 suspended, 2 parked for every build that is there, 4 some builds failed on it
CREATE TABLE varve_run (
  instance INTEGER PRIMARY KEY,
  function INTEGER NOT NULL,
  session INTEGER,
  holds INTEGER NOT NULL,
  crashes INTEGER NOT NULL,
  not_before INTEGER NOT NULL
);

CREATE INDEX varve_run_session ON varve_run (session) WHERE session IS NOT NULL;
CREATE INDEX varve_run_parked ON varve_run (instance) WHERE holds >= 2;

CREATE TABLE varve_failed_build (
  instance INTEGER NOT NULL,
  build TEXT NOT NULL,
  unresolved INTEGER NOT NULL,
  PRIMARY KEY (instance, build)
) WITHOUT ROWID;

-- Rows lie in the order of their commit, apart from the index that finds them by instance: a
-- transaction then changes a few full pages instead of one page per instance.
CREATE TABLE varve_history (
  instance INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  commit_id INTEGER NOT NULL,
  ran INTEGER NOT NULL,
  events BLOB NOT NULL,
  PRIMARY KEY (instance, sequence)
);

-- A message, a timer or a bare wake-up; each is its own entry in the due index.
-- lane: the function's id, the management lane of the hub, or minus the function's id while held
-- kind: 0 bare wake-up, 1 timer, 2 answer, 3 event, 4 management
CREATE TABLE varve_message (
  message INTEGER PRIMARY KEY,
  instance INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  due INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  task INTEGER,
  event BLOB
);

CREATE INDEX varve_message_due ON varve_message (lane, due, message);
CREATE INDEX varve_message_instance ON varve_message (instance, due, message);

CREATE TABLE varve_activity (
  activity INTEGER PRIMARY KEY,
  instance INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  task INTEGER NOT NULL,
  session INTEGER,
  deliveries INTEGER NOT NULL,
  event BLOB NOT NULL
);

CREATE INDEX varve_activity_ready ON varve_activity (lane, activity) WHERE session IS NULL;
CREATE INDEX varve_activity_session ON varve_activity (session) WHERE session IS NOT NULL;
CREATE INDEX varve_activity_instance ON varve_activity (instance, task);

CREATE TABLE varve_session (
  session INTEGER PRIMARY KEY,
  hub INTEGER NOT NULL,
  alive INTEGER NOT NULL,
  started INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  worker TEXT NOT NULL,
  build TEXT NOT NULL,
  formats TEXT NOT NULL
);

CREATE TABLE varve_session_function (
  session INTEGER NOT NULL,
  function INTEGER NOT NULL,
  PRIMARY KEY (session, function)
) WITHOUT ROWID;

CREATE TABLE varve_hub_record (
  hub INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (hub, name)
) WITHOUT ROWID;

CREATE TABLE varve_audit (
  hub INTEGER NOT NULL,
  position INTEGER NOT NULL,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (hub, position)
) WITHOUT ROWID;

CREATE TABLE varve_version_set (
  hub INTEGER NOT NULL,
  id TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (hub, id)
) WITHOUT ROWID;

-- Transactional activities that committed, by their idempotency key, with what they returned.
CREATE TABLE varve_step (
  step TEXT PRIMARY KEY,
  instance INTEGER NOT NULL,
  result TEXT
);

CREATE INDEX varve_step_instance ON varve_step (instance);
