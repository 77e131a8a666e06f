/**
 * What kind of network an address belongs to, without asking anybody. Whether a network is new for a principal is
 * detect's question.
 */
@NullMarked
package io.keywatch.enrich.network;

import org.jspecify.annotations.NullMarked;
