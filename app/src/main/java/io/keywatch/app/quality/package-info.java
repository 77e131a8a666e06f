/**
 * The bench that judges access detection: what a traffic generator owes, the shape of the calls, the run over seeds. The
 * two generators live in {@code office} and {@code process}, the attacks in {@code attack}, matching and figures in
 * {@code judge}, the peers' logic in {@code baseline}, the page in {@code report}. Nothing here knows a detector of
 * Keywatch: those come in as contenders. Who wrote the bench had not read them.
 */
@NullMarked
package io.keywatch.app.quality;

import org.jspecify.annotations.NullMarked;
