/**
 * Files and folders as the commands are given them. What is done with a file lives in the package of the command.
 */
@NullMarked
package io.keywatch.app.files;

import org.jspecify.annotations.NullMarked;
