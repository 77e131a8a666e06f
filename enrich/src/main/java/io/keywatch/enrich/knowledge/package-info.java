/** What is known about a kind of finding: ATT&CK techniques, NIST controls, how to mend it. Data, read at start. */
@NullMarked
package io.keywatch.enrich.knowledge;

import org.jspecify.annotations.NullMarked;
