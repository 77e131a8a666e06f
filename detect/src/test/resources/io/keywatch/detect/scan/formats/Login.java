class Login {
    static final String DB_PASSWORD =
            "@1@";
    String url = "jdbc:postgresql://db.internal/orders?user=app&password=@2@";
    String ado = "Data Source=db;User ID=app;Password=@3@";
    String dsn = "host=db.internal user=app password=@4@ dbname=orders";
    String fromEnvironment = System.getenv("DB_PASSWORD");
}
