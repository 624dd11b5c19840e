package arcface4j.reliability;

import arcface4j.cli.TableReads;
import arcface4j.data.ImageListing;
import arcface4j.data.Layout;
import arcface4j.image.Fit;
import arcface4j.image.ImageDecoder;
import arcface4j.image.Preprocessing;
import arcface4j.image.Rendering;
import arcface4j.npy.NpyArray;
import arcface4j.search.EmbeddingIndex;
import arcface4j.train.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;

/** What the program reads, and how. */
enum FileKind {
  IMAGE {
    @Override
    void read(Path file) throws IOException {
      ImageDecoder.decode(file, new Preprocessing(32, 24, Fit.CROP, Rendering.AS_SHOWN));
    }

    @Override
    void mend(byte[] bytes) {
      if (bytes.length > 8 && bytes[1] == 'P' && bytes[2] == 'N') {
        Mending.png(bytes);
      }
    }
  },
  STORED_IMAGE {
    @Override
    void read(Path file) throws IOException {
      ImageDecoder.decode(file, Preprocessing.ofFirstReleases(32));
    }

    @Override
    void mend(byte[] bytes) {
      IMAGE.mend(bytes);
    }
  },
  CHECKPOINT {
    @Override
    void read(Path file) throws IOException {
      Checkpoint.load(file).additions();
    }

    @Override
    void mend(byte[] bytes) {
      Mending.checkpoint(bytes);
    }
  },
  INDEX {
    @Override
    void read(Path file) throws IOException {
      EmbeddingIndex.read(file);
    }

    @Override
    void mend(byte[] bytes) {
      Mending.index(bytes);
    }
  },
  GRAPH {
    @Override
    void read(Path file) throws IOException {
      String name = file.toString();
      Path index = Path.of(name.substring(0, name.length() - ".graph".length()));
      EmbeddingIndex.readWithGraph(index, false, new QuietHost());
    }

    @Override
    void mend(byte[] bytes) {
      Mending.graph(bytes);
    }
  },
  ARRAY {
    @Override
    void read(Path file) throws IOException {
      NpyArray.read(file);
    }
  },
  EMBEDDINGS {
    @Override
    void read(Path file) throws IOException {
      TableReads.embeddings(file, MutationSamples.WIDTH);
    }
  },
  EMBEDDING_TABLE {
    @Override
    void read(Path file) throws IOException {
      TableReads.embeddings(file.resolveSibling("mutant.npy"), MutationSamples.WIDTH);
    }
  },
  PAIRS {
    @Override
    void read(Path file) throws IOException {
      TableReads.pairs(file);
    }
  },
  IMAGE_TABLE {
    @Override
    void read(Path file) throws IOException {
      ImageListing.of(file, Layout.AUTO);
    }
  };

  /** Reads a file as the commands do, or refuses it. */
  abstract void read(Path file) throws IOException;

  /** Puts the checksums right that this kind has. */
  void mend(byte[] bytes) {}
}
