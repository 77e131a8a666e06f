/**
 * Rules that users bring as gitleaks TOML: read, checked and compiled to RE2J. Where in a text they are run is decided in
 * the scan package; Keywatch's own rules and their schema are in the rule package.
 */
@NullMarked
package io.keywatch.detect.scan.imported;

import org.jspecify.annotations.NullMarked;
