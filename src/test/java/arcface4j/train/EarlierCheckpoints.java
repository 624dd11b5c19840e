package arcface4j.train;

import com.fasterxml.jackson.databind.JsonNode;

/** Hands what earlier releases wrote to the tests of other packages, as a checkpoint is read. */
public final class EarlierCheckpoints {

  private EarlierCheckpoints() {}

  /** A copy of a checkpoint's content with a value for each option of this release. */
  public static JsonNode completed(JsonNode content) {
    return EarlierRelease.completed(content);
  }
}
