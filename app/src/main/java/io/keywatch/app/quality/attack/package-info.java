/** Attacks written into benign traffic onto principals that already exist, and the labels that only the judge may see. What they are judged by lives in {@code judge}. */
@NullMarked
package io.keywatch.app.quality.attack;

import org.jspecify.annotations.NullMarked;
