/** What a detector under test owes, how its findings are matched to the attacks, and the figures. The run over generators and seeds lives one package up. */
@NullMarked
package io.keywatch.app.quality.judge;

import org.jspecify.annotations.NullMarked;
