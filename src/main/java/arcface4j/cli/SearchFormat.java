package arcface4j.cli;

import arcface4j.io.FileName;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** How {@code search} prints what it found. */
enum SearchFormat {
  TABLE {
    @Override
    String render(List<Hits> all) {
      StringBuilder text = new StringBuilder();
      for (Hits hits : all) {
        text.append(FileName.inOneLine(hits.query())).append('\n');
        int rank = 1;
        for (Hit hit : hits.hits()) {
          text.append(
              String.format(
                  Locale.ROOT,
                  "%5d  %7.4f  %-16s  %s%n",
                  rank++,
                  hit.cosine(),
                  FileName.inOneLine(hit.label()),
                  FileName.inOneLine(hit.path())));
        }
      }
      return text.toString().stripTrailing();
    }
  },
  CSV {
    @Override
    String render(List<Hits> all) throws IOException {
      return Csv.text(
          lines -> {
            lines.printRecord("query", "rank", "path", "label", "cosine");
            for (Hits hits : all) {
              int rank = 1;
              for (Hit hit : hits.hits()) {
                lines.printRecord(hits.query(), rank++, hit.path(), hit.label(), hit.cosine());
              }
            }
          });
    }
  },
  JSON {
    @Override
    String render(List<Hits> all) throws JsonProcessingException {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }
  };

  /** An image that was found. */
  record Hit(String path, String label, float cosine) {}

  /** What was found for a query, nearest first. */
  record Hits(String query, List<Hit> hits) {}

  abstract String render(List<Hits> all) throws IOException;

  static SearchFormat of(Arguments arguments) throws UsageException {
    return arguments
        .onlyOne(List.of("csv", "json"))
        .map(name -> valueOf(name.toUpperCase(Locale.ROOT)))
        .orElse(TABLE);
  }
}
