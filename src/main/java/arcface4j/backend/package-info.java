/**
 * What will compute: which ND4J backend this build has on board and whether it can run here, asked
 * before ND4J loads, because ND4J's own answer is an exception that names neither cause nor remedy.
 *
 * <p>Ground floor: imports nothing of ours.
 */
package arcface4j.backend;
