package arcface4j.cli;

import arcface4j.api.EmbeddingModel;
import arcface4j.eval.EvaluationOptions;
import arcface4j.eval.ScoredPairs;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code evaluate --pairs}: verification over a table of pairs. */
final class PairEvaluation {

  private PairEvaluation() {}

  static List<Flag> flags() {
    return List.of(
        Flag.value(
            "pairs", "FILE", null, "verification over a CSV with first,second,same instead"));
  }

  static int run(Arguments arguments, Console console) throws UsageException, IOException {
    refuseImages(arguments);
    Optional<OutputFile> json = OutputFile.find(arguments, "json", OutputKind.RESULT);
    boolean withMirrored = arguments.isSet("flip");
    boolean confidence = arguments.isSet("confidence");
    int batchSize = arguments.positive("batch-size");
    Path table = SourceFile.of(arguments, "pairs");
    PairFile pairs = PairFile.readMarked(table);
    try (EmbeddingModel model = ComputeFlags.model(arguments, console)) {
      ScoredPairs scored = PairScores.of(pairs, model, batchSize, withMirrored, console).scored();
      MeasureList measures =
          MeasureList.of(
              scored.report(EvaluationOptions.defaults().falseAcceptRates()), confidence);
      String how = "pairs of " + table + (withMirrored ? EvaluationPage.WITH_MIRRORED : "");
      console.result("%s on %s%n%s".formatted(arguments.path("checkpoint"), how, measures.text()));
      if (json.isPresent()) {
        json.get().write(json(arguments.path("checkpoint"), how, measures));
      }
    }
    return 0;
  }

  private static void refuseImages(Arguments arguments) throws UsageException {
    Stream<String> others = TrainFlags.data().stream().map(Flag::name);
    arguments.onlyOne(Stream.concat(Stream.of("pairs", "protocol"), others).toList());
  }

  private static String json(Path checkpoint, String protocol, MeasureList measures) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("checkpoint", checkpoint.toString());
    json.put("protocol", protocol);
    json.set("measures", measures.json());
    return json.toPrettyString() + "\n";
  }
}
