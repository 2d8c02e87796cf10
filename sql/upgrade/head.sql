/*
 * What the script from the last release to this version does first, written by
 * hand: DROP, ALTER or CREATE OR REPLACE what that release has otherwise or
 * this version no longer has. What is new follows by itself.
 */
