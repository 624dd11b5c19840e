/**
 * Deep metric learning on the JVM: the program's entry point.
 *
 * <p>Data flows one way, {@code data -> model (+ head) -> train -> eval -> cli}; {@code
 * docs/architecture.md} follows one image through the packages and {@code ArchitectureTest} holds
 * the import rules.
 */
package arcface4j;
