const password = process.env.DB_PASSWORD;
const token = process.env["API_TOKEN_9"];
const secret = config.get("secret9");
const apiKey = import.meta.env.VITE_KEY9;
let dbPassword = getenv('DB_PASSWORD9');
let authToken = os.environ['AUTH_TOKEN9'];
let clientSecret = ENV.fetch("CLIENT_SECRET9");
let other = { password: req.body.password9, token: `${user.token9}` };
