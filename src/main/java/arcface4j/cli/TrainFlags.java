package arcface4j.cli;

import arcface4j.train.EpochFileName;
import java.util.ArrayList;
import java.util.List;

/** The options of {@code train}, with the defaults of a run without preset. */
final class TrainFlags {

  private TrainFlags() {}

  /** Where the images come from; {@code evaluate} takes them too. */
  static List<Flag> data() {
    return List.of(
        Flag.value("dataset", "NAME", "cifar10", "cifar10, folder or shapes")
            .orOriginal("dataset_name"),
        Flag.value("data-dir", "DIR", "data", "where the images are; of folder also a table")
            .orOriginal("data_dir"),
        layout(),
        imageSize(),
        Flag.value(
            "test-fraction",
            "X",
            "0.2",
            "part tested on where a folder has no test/; evaluate: 1 for all"),
        Flag.toggle("skip-broken", "leave out broken images of a folder with a warning"),
        Flag.value("classes", "LIST", null, "keep these only: 0-7, or 0,2,5, or cat,dog"),
        CacheFlags.folder(),
        CacheFlags.size(),
        Flag.value("shapes-classes", "N", "10", "classes of the shapes, up to 1000"),
        Flag.value("shapes-train", "N", "300", "training images of each shape"),
        Flag.value("shapes-test", "N", "100", "test images of each shape"));
  }

  /** How folders are read. */
  static Flag layout() {
    return Flag.value(
        "layout",
        "NAME",
        "auto",
        "auto (train/, val/, test/ are splits), classes (none is) or nested (animals/cat)");
  }

  /** Of what size the images of a folder become. */
  static Flag imageSize() {
    return Flag.value(
        "image-size", "N|HxW", "32", "pixels that images of a folder are made, as 160x96");
  }

  /** How images of another shape become that size. */
  static Flag fit() {
    return Flag.value(
        "fit",
        "NAME",
        "crop",
        "images of another shape: crop (the middle), resize (stretched) or pad (black)");
  }

  static List<Flag> all() {
    List<Flag> flags = new ArrayList<>();
    flags.add(
        Flag.value("preset", "NAME", null, "a recipe for the options not given; list shows all"));
    flags.addAll(data());
    flags.add(Flag.value("validation", "X", "0", "part of the training images held out"));
    flags.add(
        Flag.value(
            "validation-classes", "X", "0", "part of the training classes held out as unseen"));
    flags.addAll(network());
    flags.addAll(head());
    flags.addAll(optimizer());
    flags.addAll(augmentation());
    flags.addAll(ComputeFlags.all());
    flags.addAll(run());
    return flags;
  }

  /** The backbone. */
  static List<Flag> network() {
    return List.of(
        Flag.value("model", "NAME", "resnet18", "resnet18, resnet34 or plain8")
            .orOriginal("model_name"),
        Flag.value("width", "N", "64", "channels of the first stage; later ones have more"),
        Flag.value("activation", "NAME", null, "relu or gelu (default: the model's; plain8: gelu)"),
        Flag.value("features", "N|pooled", "pooled", "embedding width of a final linear layer")
            .orOriginal("n_feats"));
  }

  private static List<Flag> head() {
    return List.of(
        Flag.value("head", "NAME", "arcface", "arcface, cosface, sphereface, normface, softmax"),
        Flag.value("scale", "X|auto", null, "factor s of the logits (default: the head's, 30)")
            .orOriginal("norm"),
        Flag.value("margin", "X", null, "margin m (default: the head's; arcface: 0.5 radians)")
            .orOriginal("margin"),
        Flag.toggle("easy-margin", "0", "arcface: the margin only while cos(theta) > 0")
            .orOriginal("easy_margin"),
        Flag.value(
            "margin-delay",
            "EPOCHS",
            "auto",
            "no margin at first; auto: 2/5 of all, 0 if --margin-warmup is given"),
        Flag.value(
            "margin-warmup", "EPOCHS", "auto", "then the margin grows from 0; auto: 2/5 of all"),
        Flag.value("subcenters", "K", "1", "centres of a class; the nearest one counts"),
        Flag.value(
            "centre-start",
            "NAME",
            "auto",
            "centres begin together or xavier (spread); auto: spread if a margin acts at once"),
        Flag.value("focal-gamma", "G", "0", "exponent of the focal loss; 0 for none"),
        Flag.value("label-smoothing", "X", "0", "part of the target spread over all classes"));
  }

  private static List<Flag> optimizer() {
    return List.of(
        Flag.value("epochs", "N", "30", "passes over the training images").orOriginal("n_epoch"),
        Flag.value("batch-size", "N", "128", "images in a training batch"),
        Flag.value("eval-batch-size", "N", "100", "images in a test batch"),
        Flag.toggle(
            "test-every-epoch", "1", "0: look at the test images after the last epoch only"),
        Flag.value("lr", "X", "0.1", "learning rate; of one-cycle the peak"),
        Flag.value("schedule", "NAME", "one-cycle", "constant, step, cosine or one-cycle"),
        Flag.value("lr-step-epochs", "N", "30", "step: epochs between two changes"),
        Flag.value("lr-gamma", "X", "0.1", "step: factor of a change"),
        Flag.value("momentum", "X", "0.9", "momentum of SGD; 0 for none"),
        Flag.toggle("nesterov", "1", "look ahead along the momentum"),
        Flag.value("weight-decay", "X", "5e-4", "coupled weight decay").orOriginal("weight_decay"),
        Flag.toggle("decay-all", "0", "decay batch norm and biases too"),
        Flag.value("ema", "DECAY", "0", "evaluate and save a moving average of the weights"));
  }

  /** What happens to training images. */
  static List<Flag> augmentation() {
    return List.of(
        fit(),
        Flag.value("normalization", "NAME", "computed", "computed from the data, or original"),
        Flag.value("padding", "N|P%", "4", "pixels around an image before a random crop"),
        Flag.value("padding-mode", "NAME", "black", "black or reflect"),
        Flag.value("flip", "NAME", "random", "none, random or alternating"),
        Flag.value("cutout", "N|P%", "0", "side of a square that is hidden, 0 for none"),
        Flag.value(
            "random-resized-crop", "A-B", "1-1", "parts of the area, as 0.35-1, made full size"),
        Flag.value(
            "auto-augment", "NAME", "none", "none, trivial or randaugment:N,M as randaugment:2,9"),
        Flag.value("color-jitter", "B,C,S,H", "0,0,0,0", "brightness, contrast, saturation, hue"),
        Flag.value("grayscale", "P", "0", "probability that an image loses its colours"),
        Flag.value("blur", "P", "0", "probability that an image is blurred"),
        Flag.value("erase", "P", "0", "probability that a rectangle is hidden"),
        Flag.value("mixup", "ALPHA", "0", "softmax, normface: blend images in pairs; 0.2 is usual"),
        Flag.value("cutmix", "ALPHA", "0", "softmax, normface: paste parts of others; 1 is usual"),
        Flag.value(
            "sizes",
            "LIST",
            null,
            "smaller images for the first half: 24@0.5,32, or as shares 75%@0.5,100%"));
  }

  private static List<Flag> run() {
    return List.of(
        Flag.value("seed", "N", "1", "of weights, order and augmentation"),
        Flag.value("out", "DIR", null, "folder of the run (default: runs/<time>-<name>)"),
        Flag.value("checkpoint-dir", "DIR", null, "folder of the checkpoints alone")
            .orOriginal("model_ckpt_dir"),
        Flag.value(
                "checkpoint-name",
                "TEMPLATE",
                EpochFileName.READABLE,
                "name of an epoch's file; --resume needs it again")
            .orOriginal("model_ckpt_path_temp"),
        Flag.value(
            "keep",
            "N",
            "3",
            "newest epochs whose checkpoints stay; without it --resume deletes no earlier ones"),
        Flag.value("resume", "FILE", null, "go on where this checkpoint stopped"));
  }
}
