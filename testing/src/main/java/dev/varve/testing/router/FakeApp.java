package dev.varve.testing.router;

import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.versioning.router.AppRequest;
import dev.varve.versioning.router.AppResponse;

/** What a {@link FakeAppHost} runs for a build. Called from many threads. */
public interface FakeApp {
  /** Registers the functions of the app's engine. */
  void register(VarveBuilder builder);

  /** Answers a request. */
  AppResponse answer(VarveClient client, AppRequest request);
}
