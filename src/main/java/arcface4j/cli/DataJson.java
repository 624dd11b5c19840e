package arcface4j.cli;

import arcface4j.app.inspect.ClassCount;
import arcface4j.app.inspect.ClassFindings;
import arcface4j.app.inspect.CountSummary;
import arcface4j.app.inspect.DataFindings;
import arcface4j.app.inspect.DuplicateGroup;
import arcface4j.app.inspect.Member;
import arcface4j.app.inspect.PictureFindings;
import arcface4j.app.inspect.PictureSize;
import arcface4j.app.inspect.UnreadableFile;
import arcface4j.data.ImageFiles;
import arcface4j.data.Split;
import arcface4j.image.Preprocessing;
import arcface4j.io.FileName;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** The findings of {@code data} as JSON: all files and groups, where the page shows a few. */
final class DataJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private DataJson() {}

  static String of(DataFindings findings) {
    ObjectNode json = JSON.createObjectNode();
    json.put("place", FileName.text(findings.listing().place()));
    json.put("read_as", findings.listing().describe());
    json.put("files", findings.files());
    json.set("passed_over", JSON.valueToTree(findings.listing().passedOver()));
    json.set("empty_classes", emptyClasses(findings));
    classes(json, findings.classes());
    json.set("pictures", pictures(findings.pictures(), findings.training()));
    json.set("broken", unreadable(findings.unreadable(UnreadableFile.Kind.BROKEN)));
    json.set("other_formats", unreadable(findings.unreadable(UnreadableFile.Kind.OTHER_FORMAT)));
    json.set("same_bytes", groups(findings.copies()));
    json.set("look_the_same", groups(findings.alike()));
    json.set("wrong", JSON.valueToTree(findings.faults()));
    return json.toPrettyString();
  }

  private static ArrayNode emptyClasses(DataFindings findings) {
    ArrayNode folders = JSON.createArrayNode();
    findings.listing().emptyClasses().forEach(folder -> folders.add(ImageFiles.name(folder)));
    return folders;
  }

  private static void classes(ObjectNode json, ClassFindings classes) {
    ObjectNode splits = json.putObject("splits");
    for (Split split : Split.values()) {
      int unlabelled = classes.unlabelled().getOrDefault(split, 0);
      if (classes.in(split).images() + unlabelled > 0) {
        splits.set(DataPage.name(split), counts(classes.in(split), unlabelled));
      }
    }
    if (classes.inNoSplit().images() + classes.unlabelledUnsplit() > 0) {
      json.set("in_no_split", counts(classes.inNoSplit(), classes.unlabelledUnsplit()));
    }
    ArrayNode each = json.putArray("classes");
    classes.classes().forEach(count -> each.add(count(count)));
    json.set("histogram", JSON.valueToTree(classes.training().histogram()));
    json.set("unseen", JSON.valueToTree(classes.unseen()));
    json.set("only_training", JSON.valueToTree(classes.onlyTraining()));
    json.set("single", JSON.valueToTree(classes.single()));
    json.set("near_names", JSON.valueToTree(classes.nearNames()));
  }

  private static ObjectNode counts(CountSummary counts, int unlabelled) {
    return JSON.createObjectNode()
        .put("images", counts.images())
        .put("without_class", unlabelled)
        .put("classes", counts.classes())
        .put("smallest", counts.smallest())
        .put("median", counts.median())
        .put("largest", counts.largest());
  }

  private static ObjectNode count(ClassCount count) {
    ObjectNode json = JSON.createObjectNode().put("name", count.name());
    count.bySplit().forEach((split, images) -> json.put(DataPage.name(split), images));
    return count.unsplit() == 0 ? json : json.put("in_no_split", count.unsplit());
  }

  private static ObjectNode pictures(PictureFindings pictures, Preprocessing training) {
    ObjectNode json = JSON.createObjectNode().put("count", pictures.count());
    json.set("formats", JSON.valueToTree(pictures.formats()));
    if (pictures.count() > 0) {
      json.set("smallest", size(pictures.sizes().firstKey()));
      json.set("median", size(pictures.median()));
      json.set("largest", size(pictures.sizes().lastKey()));
    }
    json.set("training_size", size(new PictureSize(training.width(), training.height())));
    return json.put("fit", training.fit().name().toLowerCase(Locale.ROOT))
        .put("smaller", pictures.smallerThan(training))
        .put("other_shape", pictures.ofOtherShapeThan(training))
        .put("turned", pictures.turned())
        .put("profiled", pictures.profiled());
  }

  private static ArrayNode size(PictureSize size) {
    return JSON.createArrayNode().add(size.width()).add(size.height());
  }

  private static ArrayNode unreadable(List<UnreadableFile> files) {
    ArrayNode json = JSON.createArrayNode();
    files.forEach(
        file ->
            json.addObject()
                .put("file", ImageFiles.name(file.file().path()))
                .put("reason", file.reason()));
    return json;
  }

  private static ArrayNode groups(List<DuplicateGroup> groups) {
    ArrayNode json = JSON.createArrayNode();
    for (DuplicateGroup group : groups) {
      ObjectNode node =
          json.addObject()
              .put("across_splits", group.isAcrossSplits())
              .put("across_classes", group.isAcrossClasses());
      ArrayNode files = node.putArray("files");
      group.members().forEach(member -> files.add(member(member)));
    }
    return json;
  }

  private static ObjectNode member(Member member) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("file", ImageFiles.name(member.file().path()))
            .put("class", member.file().label());
    member.split().ifPresent(split -> json.put("split", DataPage.name(split)));
    return json;
  }
}
