package dev.varve.versioning.rehearsal;

import dev.varve.DataConverter;
import dev.varve.VarveBuilder;
import dev.varve.internal.engine.BuilderAccess;
import dev.varve.internal.engine.Registry;

/** The code that is to be deployed. */
record Build(Registry registry, DataConverter converter) {
  static Build of(VarveBuilder builder) {
    BuilderAccess access = BuilderAccess.to(builder);
    return new Build(access.registry(builder), access.converter(builder));
  }
}
