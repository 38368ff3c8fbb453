package dev.varve.versioning.slots;

import dev.varve.Names;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.versioning.slots.SlotRecord.Seen;
import dev.varve.versioning.status.Pace;
import dev.varve.versioning.status.StatusCheck;
import dev.varve.versioning.status.StatusReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The two slots of one app, kept in a control hub that all its processes share. Thread-safe, and
 * any number of processes may use it at once.
 *
 * <p>Which deployment is production is decided by one record, changed by one compare-and-set, and
 * by nobody's belief. Each deployment has its instances on a hub of its own, which goes with it: a
 * swap moves no instance and ends none.
 *
 * <p>Values of settings are kept in the control hub as they are. Give names of secrets there rather
 * than secrets, and let the {@link StoreOpener} resolve them.
 *
 * <p>Changes take who makes them and why, for the audit log. All methods throw {@link
 * dev.varve.storage.StorageException} if a store cannot be read or written.
 */
public final class Slots {
  private static final int MAX_APP = 40;
  private static final int MAX_TEXT = 1_000;

  private final HubStore control;
  private final String app;
  private final StoreOpener opener;
  private final SlotRecord record;
  private final UnaryOperator<StatusCheck> checking;
  private final Pace pace;

  private Slots(
      HubStore control,
      String app,
      StoreOpener opener,
      UnaryOperator<StatusCheck> checking,
      Pace pace) {
    this.control = control;
    this.app = app;
    this.opener = opener;
    this.record = new SlotRecord(control, app);
    this.checking = checking;
    this.pace = pace;
  }

  /**
   * The slots of an app.
   *
   * @param control a hub for such records, on which no app works
   * @param app 1 to 40 characters without a space
   */
  public static Slots of(HubStore control, String app, StoreOpener opener) {
    Names.requireText("name of the app", app, MAX_APP);
    if (app.contains(" ") || app.contains("/")) {
      throw new IllegalArgumentException(
          "'" + app + "' is not the name of an app: use no space and no slash");
    }
    return new Slots(control, app, opener, UnaryOperator.identity(), Pace.SYSTEM);
  }

  /** The same, with another idea of what is in flight, such as with exemptions. */
  public Slots checking(UnaryOperator<StatusCheck> check) {
    return new Slots(control, app, opener, check, pace);
  }

  /** The same in another time. */
  public Slots pace(Pace other) {
    return new Slots(control, app, opener, checking, other);
  }

  HubStore control() {
    return control;
  }

  String app() {
    return app;
  }

  StoreOpener opener() {
    return opener;
  }

  SlotRecord record() {
    return record;
  }

  Pace pace() {
    return pace;
  }

  String owner(Deployment deployment) {
    return app + "/" + deployment.id();
  }

  /** The deployment that is in a slot now. */
  public Optional<Deployment> in(Slot slot) {
    return record.read().state().in(slot);
  }

  /** The slot that a deployment is in now; none if another one has taken its place. */
  public Optional<Slot> slotOf(String deploymentId) {
    return record.read().state().slotOf(deploymentId);
  }

  /** The settings a slot has now: those of its deployment and, before them, its sticky ones. */
  public Map<String, String> settings(Slot slot) {
    SlotState state = record.read().state();
    Map<String, String> settings =
        new TreeMap<>(state.in(slot).map(Deployment::settings).orElse(Map.of()));
    settings.putAll(state.sticky().getOrDefault(slot, Map.of()));
    return settings;
  }

  /**
   * Replaces the settings that stay with a slot when deployments are swapped.
   *
   * @throws SlotRefusedException if one of them says where a deployment's instances are: after a
   *     swap, a deployment would look for them where they are not
   */
  public void stick(Slot slot, Map<String, String> settings, String who, String why) {
    requireReason(who, why);
    while (true) {
      Seen seen = record.read();
      seen.state().deployments().values().forEach(d -> requireTravelling(d, settings));
      SlotState next = seen.state().withSticky(slot, settings);
      String detail = slot.word() + " " + new TreeSet<>(settings.keySet()) + ": " + why;
      if (record.change(seen, next, who, "slot-settings", detail).isPresent()) {
        return;
      }
    }
  }

  private static void requireTravelling(Deployment deployment, Map<String, String> sticky) {
    Set<String> names = new TreeSet<>();
    names.add(deployment.build().storeSetting());
    deployment.build().hubSetting().ifPresent(names::add);
    names.retainAll(sticky.keySet());
    if (!names.isEmpty()) {
      throw new SlotRefusedException(
          "the setting %s says where the instances of deployment %s are, so it must travel with it;"
                  .formatted(names, deployment.id())
              + " do not mark it sticky");
    }
  }

  /**
   * Brings a build into a slot. Its processes are to be started with the id of the deployment.
   *
   * @param slot staging; production only as long as nothing is there
   * @param settings that travel with it; those of the deployment it replaces stay where they are
   *     not given anew, since they are the slot's until the next swap
   * @throws SlotRefusedException if the deployment it replaces has instances in flight or live
   *     workers, if both slots were to work on one hub, if the hub is somebody else's, or if
   *     production has a deployment; nothing was changed
   * @throws IllegalArgumentException if a setting that says where instances are is missing
   */
  public Deployment deploy(
      Slot slot, AppBuild build, Map<String, String> settings, String who, String why) {
    requireReason(who, why);
    while (true) {
      Seen seen = record.read();
      SlotState state = seen.state();
      Map<String, String> all =
          new TreeMap<>(state.in(slot).map(Deployment::settings).orElse(Map.of()));
      all.putAll(settings);
      Deployment next = new Deployment("d" + (state.lastNumber() + 1), build, all);
      requireFree(state, slot, next);
      if (record
          .change(
              seen,
              state.with(slot, next),
              who,
              "deploy",
              next.id() + " = " + build.version() + " into " + slot.word() + ": " + why)
          .isPresent()) {
        claim(next);
        return next;
      }
    }
  }

  private void requireFree(SlotState state, Slot slot, Deployment next) {
    if (slot == Slot.PRODUCTION && state.in(slot).isPresent()) {
      throw new SlotRefusedException(
          "production has deployment "
              + state.in(slot).map(Deployment::id).orElse("")
              + "; deploy to staging and swap");
    }
    if (!(state.starts() instanceof Starts.Open)) {
      throw new SlotRefusedException("starts are closed for a swap or a drain; deploy behind it");
    }
    requireTravelling(next, state.sticky().getOrDefault(Slot.PRODUCTION, Map.of()));
    requireTravelling(next, state.sticky().getOrDefault(Slot.STAGING, Map.of()));
    Optional<Deployment> other = state.in(slot.other());
    if (other.isPresent() && other.get().location().equals(next.location())) {
      throw sameHub(next.location().hub());
    }
    state.in(slot).ifPresent(replaced -> requireOver(state, replaced));
    onHub(
        next,
        hub -> {
          HubOwner.of(hub)
              .ifPresent(owner -> {
                if (other.isPresent() && owner.equals(owner(other.get()))) {
                  throw sameHub(hub.name());
                }
              });
          return refuseStrangers(hub, next);
        });
  }

  private static SlotRefusedException sameHub(String hub) {
    return new SlotRefusedException(
        "both slots would work on hub '"
            + hub
            + "' of one store; give the new deployment a store or a hub of its own");
  }

  private void requireOver(SlotState state, Deployment replaced) {
    StatusReport report = onHub(replaced, hub -> check(hub, state, replaced));
    if (report.hasRunning()) {
      throw new SlotRefusedException(
          "deployment "
              + replaced.id()
              + " still has instances in flight, which the new build would take over: "
              + report.toText().strip());
    }
  }

  private boolean refuseStrangers(HubStore hub, Deployment deployment) {
    List<String> strangers = HubOwner.strangers(hub, owner(deployment));
    if (!strangers.isEmpty()) {
      throw new SlotRefusedException(
          "other workers than those of deployment %s are live on hub '%s': %s; stop them first"
              .formatted(deployment.id(), hub.name(), strangers));
    }
    return true;
  }

  /**
   * Makes a deployment the owner of its hub, unless that belongs to one that is in a slot, or to
   * something else.
   */
  void claim(Deployment deployment) {
    onHub(
        deployment,
        hub -> {
          SlotState state = record.read().state();
          HubOwner.claim(
              hub,
              owner(deployment),
              owner ->
                  owner.startsWith(app + "/")
                      && state.slotOf(owner.substring(app.length() + 1)).isEmpty());
          return true;
        });
  }

  /** What a slot has in flight; none if the slot is empty. */
  public Optional<StatusReport> statusCheck(Slot slot) {
    SlotState state = record.read().state();
    return state
        .in(slot)
        .map(deployment -> onHub(deployment, hub -> check(hub, state, deployment)));
  }

  private StatusReport check(HubStore hub, SlotState state, Deployment deployment) {
    String slot = state.slotOf(deployment.id()).map(Slot::word).orElse("none");
    return checking
        .apply(StatusCheck.of(hub))
        .named(slot, Set.of(deployment.build().version()))
        .check();
  }

  /** Opens a store for one look; opening a hub that does not exist creates it. */
  private <T> T onHub(Deployment deployment, Function<HubStore, T> look) {
    Deployment.Location location = deployment.location();
    try (Storage storage = opener.open(location.store())) {
      return look.apply(storage.hub(location.hub()));
    }
  }

  /**
   * Makes the deployment in staging production, and the other way round, if production is idle.
   *
   * <p>If it seems to be, starts are closed in the record. When all live fronts have said that they
   * start nothing and have nothing on its way, production is looked at once more, and then the
   * record is changed by one compare-and-set. If whoever swaps dies at any point, production is
   * what the record says, and starts are open again after the time of the options.
   *
   * @throws SlotRefusedException if a slot is empty, or the workers that are live on a hub are not
   *     those of its deployment, or none is live for the new production
   * @throws InterruptedException if the thread is interrupted while it waits; starts are open again
   */
  public SwapResult swap(SwapOptions options, String who, String why) throws InterruptedException {
    requireReason(who, why);
    return new Swap(this, options, who, "swap", why).run();
  }

  /** {@link #swap} with one look, and starts refused meanwhile. */
  public SwapResult swapIfIdle(String who, String why) throws InterruptedException {
    return swap(SwapOptions.IF_IDLE, who, why);
  }

  /**
   * Swaps back: a second swap, under the same conditions.
   *
   * @throws SlotRefusedException also if the deployment in staging is not the one that the last
   *     swap took out of production
   */
  public SwapResult rollback(SwapOptions options, String who, String why)
      throws InterruptedException {
    requireReason(who, why);
    SlotState state = record.read().state();
    String staging = state.in(Slot.STAGING).map(Deployment::id).orElse("");
    if (state.replaced().isEmpty() || !state.replaced().equals(staging)) {
      throw new SlotRefusedException(
          "there is nothing to roll back to: the last swap took '%s' out of production, and staging"
                  .formatted(state.replaced())
              + " has '"
              + staging
              + "'");
    }
    return new Swap(this, options, who, "rollback", why).run();
  }

  /**
   * Closes starts, so that what is in flight can come to its end; a second call replaces the first.
   * Progress is what {@link #statusCheck} reports. A swap while it lasts is as any other, and opens
   * starts on the new production.
   *
   * @param atMost behind this, starts are open again by themselves
   */
  public void drain(ClosedMode mode, Duration atMost, String who, String why) {
    requireReason(who, why);
    if (!atMost.isPositive()) {
      throw new IllegalArgumentException("a drain of " + atMost + "; use more than zero");
    }
    setStarts(new Starts.Closed("drain", mode, record.now().plus(atMost)), who, "drain", why);
  }

  /** Opens starts again. */
  public void endDrain(String who, String why) {
    requireReason(who, why);
    setStarts(new Starts.Open(), who, "drain-ended", why);
  }

  private void setStarts(Starts starts, String who, String action, String why) {
    Optional<Seen> changed = Optional.empty();
    while (changed.isEmpty()) {
      Seen seen = record.read();
      changed = record.change(seen, seen.state().with(starts), who, action, why);
    }
  }

  /** Looks at the hub of a deployment that takes part in a swap. */
  StatusReport report(SlotState state, Deployment deployment) {
    return onHub(deployment, hub -> check(hub, state, deployment));
  }

  void requireOwnWorkers(Deployment deployment, boolean live) {
    onHub(
        deployment,
        hub -> {
          refuseStrangers(hub, deployment);
          if (live && !HubOwner.isServed(hub, owner(deployment))) {
            throw new SlotRefusedException(
                "no worker of deployment %s is live on hub '%s', so nobody would run what is started;"
                        .formatted(deployment.id(), hub.name())
                    + " start one first");
          }
          return true;
        });
  }

  private static void requireReason(String who, String why) {
    Names.requireText("name of who makes the change", who, MAX_TEXT);
    if (!why.isEmpty()) {
      Names.requireText("reason why", why, MAX_TEXT);
    }
  }
}
