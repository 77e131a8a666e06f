package io.keywatch.app.train;

import io.keywatch.detect.scan.judge.Sample;

/**
 * A candidate with what people said of it.
 *
 * @param group repository, or kind of made-up examples: what is never parted between training and judging
 * @param secret whether it is one
 * @param weight how much it counts in training
 * @param judged whether it counts when the threshold and the calibration are chosen: those made up do not
 */
record Example(String group, Sample sample, boolean secret, double weight, boolean judged) {}
