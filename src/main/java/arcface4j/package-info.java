/**
 * Deep metric learning on the JVM: the program's entry point.
 *
 * <p>{@code docs/architecture.md} names the packages, floor by floor, and follows one image through
 * them; {@code ArchitectureTest} holds the import rules.
 */
package arcface4j;
