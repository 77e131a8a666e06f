/**
 * AWS on loopback for tests and the demo: S3Mock and ElasticMQ as they are, and a small HTTP server of our own for the
 * services for which nothing small exists. It runs in a child JVM that {@code local} starts and never shares a class path
 * with the product.
 */
@NullMarked
package io.keywatch.standins;

import org.jspecify.annotations.NullMarked;
