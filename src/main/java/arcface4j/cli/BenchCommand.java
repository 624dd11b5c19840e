package arcface4j.cli;

import arcface4j.bench.BenchCase;
import arcface4j.bench.BenchRow;
import arcface4j.bench.RowProcess;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures how fast this machine trains and embeds, and where the time goes. */
final class BenchCommand implements Command {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String name() {
    return "bench";
  }

  @Override
  public String summary() {
    return "measure images a second, memory, and where a step's time goes";
  }

  @Override
  public String synopsis() {
    return "[options]";
  }

  @Override
  public String example() {
    return "arcface bench --engine all --batch-size 1,32,128 --phase infer --json > rows.jsonl";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>();
    flags.add(
        Flag.value("engine", "NAME", "auto", "auto, onednn, nd4j, bare (primitives alone) or all"));
    flags.add(Flag.value("precision", "NAME", "all", "f32, bf16 or all that this machine has"));
    flags.add(Flag.value("phase", "NAME", "both", "train, infer or both"));
    flags.add(Flag.value("batch-size", "LIST", "128", "images in a step, such as 32,64,128"));
    flags.add(Flag.value("steps", "N", "5", "steps that are measured; the median counts"));
    flags.add(Flag.value("warmup", "N", "2", "steps before them"));
    flags.add(Flag.value("threads", "N", null, "default: OMP_NUM_THREADS, else the processors"));
    flags.add(Flag.value("classes", "N", "10", "classes of the ArcFace head"));
    flags.addAll(TrainFlags.network());
    flags.add(Flag.toggle("json", "one JSON line a row instead of a table"));
    return flags;
  }

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    arguments.refuseWords();
    boolean json = arguments.isSet("json");
    List<BenchCase> cases = BenchSettings.cases(arguments, console);
    if (!json) {
      console.result(BenchTable.header());
    }
    for (BenchCase bench : cases) {
      BenchRow row = RowProcess.run(bench);
      console.result(json ? JSON.writeValueAsString(row) : BenchTable.line(row));
    }
    return 0;
  }
}
