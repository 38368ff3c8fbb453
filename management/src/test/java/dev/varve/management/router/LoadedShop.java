package dev.varve.management.router;

import dev.varve.storage.Storage;
import dev.varve.versioning.router.AppRequest;
import dev.varve.versioning.router.AppResponse;
import dev.varve.versioning.router.HostedApp;
import java.util.concurrent.locks.LockSupport;

/** A small app in a class loader of its own; it has a thread until it is closed. */
public final class LoadedShop implements HostedApp {
  private final Thread worker =
      Thread.ofPlatform()
          .name("loaded-shop")
          .unstarted(() -> {
            while (!Thread.currentThread().isInterrupted()) {
              LockSupport.park();
            }
          });

  @Override
  public void start(Storage storage, String hub) {
    worker.start();
  }

  @Override
  public AppResponse answer(AppRequest request) {
    return AppResponse.of(200, "1.0.0 " + request.path());
  }

  @Override
  public void close() {
    worker.interrupt();
  }
}
