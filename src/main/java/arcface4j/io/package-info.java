/**
 * Files that are there whole or not at all, locks between those who write them, their names as
 * text, and the one kind of refusal that names a file.
 *
 * <p>Ground floor: plain Java, imports nothing of ours and neither DL4J nor ND4J.
 */
package arcface4j.io;
