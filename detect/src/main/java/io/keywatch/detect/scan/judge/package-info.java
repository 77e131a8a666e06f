/**
 * The classifier of generic candidates: what a place in a text looks like in numbers, and how likely it is a secret.
 * Formats, checksums and hard rules are decided elsewhere and never come here; training is in the app.
 */
@NullMarked
package io.keywatch.detect.scan.judge;

import org.jspecify.annotations.NullMarked;
