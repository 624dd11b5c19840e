package arcface4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.data.ImageSizes;
import arcface4j.head.CentreStart;
import arcface4j.head.MarginWarmup;
import arcface4j.model.Compute;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.npy.NpyArray;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A checkpoint that format version 1 wrote is read for ever. It was made by {@code arcface train
 * --dataset shapes --shapes-classes 3 --shapes-train 8 --shapes-test 4 --width 2 --features 5
 * --momentum 0 --batch-size 8 --epochs 2}; the features are those of {@link #images} at that time.
 */
class OldCheckpointTest {

  private static final int SIZE = 32;
  private static final int IMAGES = 3;

  @Test
  void itStillLoadsAndGivesTheSameFeatures() throws Exception {
    Checkpoint checkpoint = Checkpoint.load(resource("version-1.ckpt"));
    assertEquals(List.of("circle", "square", "triangle"), checkpoint.model().labels().names());
    assertEquals(2, checkpoint.epoch());
    NpyArray expected = NpyArray.read(resource("version-1-features.npy"));
    try (EmbeddingNetwork network = checkpoint.network(Compute.ND4J)) {
      float[] features = network.embed(images(), IMAGES, 32);
      assertArrayEquals(expected.floats(), features, 1e-4f);
    }
  }

  /** It names none of the options that came after it. */
  @Test
  void whatItDoesNotNameIsAsItWasThen() throws Exception {
    Checkpoint checkpoint = Checkpoint.load(resource("version-1.ckpt"));
    assertEquals(0, checkpoint.options().optimizer().averagingDecay());
    assertEquals(ImageSizes.FULL, checkpoint.options().data().sizes());
    assertTrue(checkpoint.options().testEveryEpoch());
    assertEquals("", checkpoint.options().data().source().classes());
    assertEquals(0, checkpoint.options().data().augmentation().cutout());
    assertEquals(0, checkpoint.model().head().labelSmoothing());
    assertEquals(CentreStart.XAVIER, checkpoint.model().head().centres().start());
    assertEquals(new MarginWarmup(0, 5), checkpoint.model().head().marginWarmup());
  }

  /** Such as those of batch norms, which no recipe gained by. */
  @Test
  void optionsThatWentAwayAreReadPast() throws Exception {
    JsonNode content =
        new ObjectMapper()
            .readTree(
                """
                {"options": {
                  "norms": {"momentum": 0.4, "zeroResidual": true},
                  "epochs": 3,
                  "data": {"augmentation": {"cutout": 8}}}}
                """);
    JsonNode options = EarlierRelease.completed(content).at("/options");
    assertFalse(options.has("norms"));
    assertEquals(3, options.at("/epochs").asInt());
    assertEquals(8, options.at("/data/augmentation/cutout").asInt());
  }

  /** Of the kinds of networks the plain one alone has an activation of its choice. */
  @Test
  void plainNetworksHadRelu() throws Exception {
    assertEquals(
        "{\"stem\":2,\"activation\":\"RELU\"}", completedNetwork("{\"stem\": 2}").toString());
    String named = "{\"stem\":2,\"activation\":\"GELU\"}";
    assertEquals(named, completedNetwork(named).toString());
    assertEquals("{\"stages\":[]}", completedNetwork("{\"stages\": []}").toString());
  }

  private static JsonNode completedNetwork(String network) throws JsonProcessingException {
    JsonNode content = new ObjectMapper().readTree("{\"model\": {\"network\": " + network + "}}");
    return EarlierRelease.completed(content).at("/model/network");
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(OldCheckpointTest.class.getResource("/checkpoints/" + name).toURI());
  }

  /** Waves; [3, 3, 32, 32]. */
  static float[] images() {
    float[] pixels = new float[IMAGES * 3 * SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.sin(0.37 * i + 0.001 * i * (i % 7));
    }
    return pixels;
  }
}
