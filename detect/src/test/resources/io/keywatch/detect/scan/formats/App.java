class App {
    private static final String PASSWORD = "@1@";
    private String passwordField = "password";
    void run() {
        String password = System.getenv("DB_PASSWORD");
        props.setProperty("db.password", "@2@");
        config.setPassword("@3@");
        login(user, password);
    }
}
