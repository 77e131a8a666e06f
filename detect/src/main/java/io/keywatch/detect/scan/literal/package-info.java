/** The one pass over all bytes: a dense Aho-Corasick automaton over the rules' literals. It only says where to look; verification is in the scan package. */
@NullMarked
package io.keywatch.detect.scan.literal;

import org.jspecify.annotations.NullMarked;
