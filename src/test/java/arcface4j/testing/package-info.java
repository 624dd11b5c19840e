/** What several tests share: the golden cases and comparisons that say where two arrays differ. */
package arcface4j.testing;
