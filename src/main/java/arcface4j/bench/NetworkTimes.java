package arcface4j.bench;

import arcface4j.model.NetworkProfile;

/** A network's profile as parts of a step. */
final class NetworkTimes {

  private NetworkTimes() {}

  /** The graph's own step is not taken apart: only its updater is counted. */
  static StepTimes of(NetworkProfile profile) {
    StepTimes times = new StepTimes();
    profile
        .backbone()
        .ifPresent(backbone -> times.add(backbone).add(StepPart.HEAD, profile.headNanos()));
    return times.add(StepPart.UPDATER, profile.updaterNanos());
  }
}
