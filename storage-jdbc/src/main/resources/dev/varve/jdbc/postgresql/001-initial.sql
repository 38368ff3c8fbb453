-- Ids of rows; each writer takes a block of them at a time.
CREATE SEQUENCE varve_id INCREMENT BY 1000 MINVALUE 1 START 1;

-- A row for each writing connection, which every transaction counts up: it says which one took
-- effect last when the answer to a COMMIT was lost.
CREATE TABLE varve_writer (
  writer bigint PRIMARY KEY,
  batch bigint NOT NULL,
  seen bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE varve_hub (
  hub bigint PRIMARY KEY,
  name text NOT NULL UNIQUE,
  management_lane bigint NOT NULL
);

CREATE TABLE varve_function (
  function bigint PRIMARY KEY,
  hub bigint NOT NULL,
  kind integer NOT NULL,
  base text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  UNIQUE (hub, kind, base, version)
);

-- The status row: written at the start, when the status changes and at the end. Text is compared
-- by its bytes, so that pages have the same order everywhere.
CREATE TABLE varve_instance (
  instance bigint PRIMARY KEY,
  hub bigint NOT NULL,
  id text COLLATE "C" NOT NULL,
  execution_id text NOT NULL,
  function bigint NOT NULL,
  status integer NOT NULL,
  created bigint NOT NULL,
  updated bigint NOT NULL,
  completed bigint,
  scheduled bigint,
  start_commit bigint NOT NULL,
  version_set text NOT NULL,
  parent text COLLATE "C",
  tags text,
  custom_status text,
  output text,
  failure bytea,
  park_condition integer,
  park_explanation text,
  park_build text
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

CREATE UNIQUE INDEX varve_instance_id ON varve_instance (hub, id);
CREATE INDEX varve_instance_created ON varve_instance (hub, created, id);
CREATE INDEX varve_instance_function ON varve_instance (function, created, id);
CREATE INDEX varve_instance_status ON varve_instance (function, status, created, id) WHERE status <> 3;
CREATE INDEX varve_instance_completed ON varve_instance (hub, completed) WHERE completed IS NOT NULL;
CREATE INDEX varve_instance_parent ON varve_instance (hub, parent, created, id) WHERE parent IS NOT NULL;
CREATE INDEX varve_instance_parked ON varve_instance (hub, park_condition, created, id) WHERE park_condition IS NOT NULL;

-- The sum over the shards counts; each writer changes one shard only, so that none waits.
CREATE TABLE varve_instance_count (
  function bigint NOT NULL,
  status integer NOT NULL,
  parked integer NOT NULL,
  shard integer NOT NULL,
  instances bigint NOT NULL,
  PRIMARY KEY (function, status, parked, shard)
) WITH (fillfactor = 40, autovacuum_vacuum_scale_factor = 0.05);

CREATE TABLE varve_tag (
  hub bigint NOT NULL,
  name text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  instance bigint NOT NULL,
  PRIMARY KEY (hub, name, value, instance)
);

CREATE INDEX varve_tag_instance ON varve_tag (instance);

-- Who owns what: one narrow row per instance that has not finished.
-- not_before: no worker runs it earlier, whatever arrives: the delay of its start
-- holds: 1 suspended, 2 parked for every build that is there, 4 some builds failed on it
CREATE TABLE varve_run (
  instance bigint PRIMARY KEY,
  function bigint NOT NULL,
  session bigint,
  holds integer NOT NULL,
  crashes integer NOT NULL,
  not_before bigint NOT NULL
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX varve_run_session ON varve_run (session) WHERE session IS NOT NULL;
CREATE INDEX varve_run_parked ON varve_run (instance) WHERE holds >= 2;

CREATE TABLE varve_failed_build (
  instance bigint NOT NULL,
  build text NOT NULL,
  unresolved integer NOT NULL,
  PRIMARY KEY (instance, build)
);

CREATE TABLE varve_history (
  instance bigint NOT NULL,
  sequence bigint NOT NULL,
  time bigint NOT NULL,
  commit_id bigint NOT NULL,
  ran integer NOT NULL,
  events bytea NOT NULL,
  PRIMARY KEY (instance, sequence)
);

-- A message, a timer or a bare wake-up; each is its own entry in the due index.
-- lane: the function's id, the management lane of the hub, or minus the function's id while held
-- kind: 0 bare wake-up, 1 timer, 2 answer, 3 event, 4 management
CREATE TABLE varve_message (
  message bigint PRIMARY KEY,
  instance bigint NOT NULL,
  lane bigint NOT NULL,
  due bigint NOT NULL,
  kind integer NOT NULL,
  task integer,
  event bytea
) WITH (autovacuum_vacuum_scale_factor = 0.02);

CREATE INDEX varve_message_due ON varve_message (lane, due, message);
CREATE INDEX varve_message_instance ON varve_message (instance, due, message);

CREATE TABLE varve_activity (
  activity bigint PRIMARY KEY,
  instance bigint NOT NULL,
  lane bigint NOT NULL,
  task integer NOT NULL,
  session bigint,
  deliveries integer NOT NULL,
  event bytea NOT NULL
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

CREATE INDEX varve_activity_ready ON varve_activity (lane, activity) WHERE session IS NULL;
CREATE INDEX varve_activity_session ON varve_activity (session) WHERE session IS NOT NULL;
CREATE INDEX varve_activity_instance ON varve_activity (instance, task);

CREATE TABLE varve_session (
  session bigint PRIMARY KEY,
  hub bigint NOT NULL,
  alive integer NOT NULL,
  started bigint NOT NULL,
  seen bigint NOT NULL,
  expires bigint NOT NULL,
  worker text NOT NULL,
  build text NOT NULL,
  formats text NOT NULL
) WITH (fillfactor = 40, autovacuum_vacuum_scale_factor = 0.02);

CREATE INDEX varve_session_hub ON varve_session (hub);

CREATE TABLE varve_session_function (
  session bigint NOT NULL,
  function bigint NOT NULL,
  PRIMARY KEY (session, function)
);

CREATE INDEX varve_session_function_function ON varve_session_function (function);

CREATE TABLE varve_hub_record (
  hub bigint NOT NULL,
  name text COLLATE "C" NOT NULL,
  value text NOT NULL,
  revision bigint NOT NULL,
  PRIMARY KEY (hub, name)
);

CREATE TABLE varve_audit (
  hub bigint NOT NULL,
  position bigint NOT NULL,
  at bigint NOT NULL,
  who text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  detail text NOT NULL,
  PRIMARY KEY (hub, position)
);

CREATE TABLE varve_version_set (
  hub bigint NOT NULL,
  id text NOT NULL,
  content text NOT NULL,
  PRIMARY KEY (hub, id)
);

-- Transactional activities that committed, by their idempotency key, with what they returned.
CREATE TABLE varve_step (
  step text PRIMARY KEY,
  instance bigint NOT NULL,
  result text
);

CREATE INDEX varve_step_instance ON varve_step (instance);
