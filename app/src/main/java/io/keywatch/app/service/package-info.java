/**
 * The always-on service: topics and schemas made ready, the roles started, awaited and closed in order. What a role
 * does lives in its module; only this package knows them all.
 */
@NullMarked
package io.keywatch.app.service;

import org.jspecify.annotations.NullMarked;
