/**
 * What is left after a sudden death or on a full disk: programs that kill the commands at random
 * moments, or fill the disk under them, and look at every file. {@code docs/reliability.md} has the
 * figures of whole runs.
 */
package arcface4j.reliability;
