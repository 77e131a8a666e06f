/** The vault reader over vaults in memory. */
@NullMarked
package io.keywatch.ingest.vault;

import org.jspecify.annotations.NullMarked;
