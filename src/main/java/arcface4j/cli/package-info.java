/**
 * The commands: one class each. They read options, put the other packages together and print what
 * comes back. Results go to standard output, progress and warnings to standard error.
 *
 * <p>The only package that knows Commons CLI; may import every other one, and none imports it but
 * {@code Main}.
 */
package arcface4j.cli;
