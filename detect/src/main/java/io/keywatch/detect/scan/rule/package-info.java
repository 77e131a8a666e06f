/** Rules as data: the strict schema of the rule files, and their compiled form. What a rule's check computes is in the check package. */
@NullMarked
package io.keywatch.detect.scan.rule;

import org.jspecify.annotations.NullMarked;
