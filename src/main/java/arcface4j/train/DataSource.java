package arcface4j.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * Where images come from. Each kind has what only it needs; all may keep some of their classes
 * only. In JSON the kind stands as {@code dataset}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "dataset")
@JsonSubTypes({
  @JsonSubTypes.Type(name = Cifar10Source.NAME, value = Cifar10Source.class),
  @JsonSubTypes.Type(name = FolderSource.NAME, value = FolderSource.class),
  @JsonSubTypes.Type(name = ShapesSource.NAME, value = ShapesSource.class)
})
public sealed interface DataSource permits Cifar10Source, FolderSource, ShapesSource {

  /** The name of the kind, as in {@code --dataset}. */
  String name();

  /**
   * The classes that are kept, as names, numbers from 0 and ranges such as {@code 0-7,cat}; empty
   * for all.
   */
  String classes();

  /** The same images of other classes. */
  DataSource ofClasses(String list);

  /** The same images in another place; drawn ones have none and stay. */
  DataSource in(String place);
}
