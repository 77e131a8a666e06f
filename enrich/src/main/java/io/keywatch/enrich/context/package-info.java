/**
 * Who and where, as the operator told us: accounts, principals, and the risk that follows. Pure; addresses live in
 * network, controls and remedies in knowledge.
 */
@NullMarked
package io.keywatch.enrich.context;

import org.jspecify.annotations.NullMarked;
