SECRET_KEY = '@1@'
DATABASES = {
    'default': {
        'NAME': 'orders',
        'PASSWORD': '@2@',
    }
}
EMAIL_HOST_PASSWORD = os.environ['EMAIL_HOST_PASSWORD']
API_TOKEN = (
    "@3@"
)
AWS_SECRET = config('AWS_SECRET')
