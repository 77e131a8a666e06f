package io.keywatch.app.quality.office;

/** Somebody or something with a calendar: asked once per day what it will do. */
interface Agent {
    void plan(Day day);
}
